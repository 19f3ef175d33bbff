"""How each ecosystem orders versions: tuple keys that compare like upstream."""
