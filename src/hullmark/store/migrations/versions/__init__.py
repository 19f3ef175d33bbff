"""One module per revision, numbered; a revision that was released is never changed."""
