"""The office's old register: imported as it was kept, every query named, and exported unchanged."""
