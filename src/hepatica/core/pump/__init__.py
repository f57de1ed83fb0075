"""The pump: device data, reservoir ledger, measured flow, and when it runs dry."""
