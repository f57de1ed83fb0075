"""The FUDR dose: liver table, first dose, restart, fill, and the second road."""
