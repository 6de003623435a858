"""学校: who takes part in the platform."""
