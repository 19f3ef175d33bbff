"""Writers of the image graph: table, tree, JSON, Graphviz, Mermaid, a build matrix for GitHub."""
