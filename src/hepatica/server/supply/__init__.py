"""Supply: what is in stock by lot, whether it lasts for the planned fills, and who got a lot."""
