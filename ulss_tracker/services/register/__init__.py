"""The office's old register: read as it was kept, every doubt named, and given back unchanged."""
