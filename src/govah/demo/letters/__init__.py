"""The texts of the fabricated papers, one TOML file each: adding a paper to the leak is adding a file."""
