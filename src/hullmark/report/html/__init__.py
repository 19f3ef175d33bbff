"""One HTML file that needs nothing else: read offline, filtered in the browser, printed."""
