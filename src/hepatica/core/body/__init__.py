"""Body size and organ function: weights, surface area, scores of kidney and liver."""
