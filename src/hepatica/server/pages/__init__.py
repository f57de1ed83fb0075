"""The pages: one module for each, with its template beside the others in `templates/pages`."""
