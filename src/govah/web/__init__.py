"""The workbench in the browser: one file per screen; no rule of the domain lives here."""
