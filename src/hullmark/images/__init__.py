"""References, registry client, OCI layouts, archives, engine sockets, layers, file trees."""
