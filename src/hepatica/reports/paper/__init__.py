"""Paper: worksheet, labels, cards, downtime pack, leaflet, letter, as HTML and tagged PDF."""
