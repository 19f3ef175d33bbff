"""Bills of materials that stand in an image: evidence that somebody else wrote down."""
