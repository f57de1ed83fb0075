"""Ways in and out that other systems define: the barcode of a device."""
