"""为什么不能签约: the conditions that agreements itself decides; identity answers the rest."""
