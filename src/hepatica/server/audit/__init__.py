"""Who passed, who was refused, who signed what, and who looked that up."""
