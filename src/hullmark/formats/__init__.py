"""Wire types of standard documents, and strict decoding of hostile bytes."""
