"""Files that leave the tool: tables for a GIS and a spreadsheet, the map, later the dossier and the drawings."""
