"""Says all present facts again, so that a read copy can be built from nothing (`python -m identity replay`)."""
