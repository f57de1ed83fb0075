"""Running the site: serve it, watch it, log it, and say plainly when something is broken."""
