"""PHP: what Composer, PEAR and PECL installed, and what Composer's lock files declare."""
