"""Everything `canvass up` needs to run the whole stack on one machine, its embedded PostgreSQL first."""
