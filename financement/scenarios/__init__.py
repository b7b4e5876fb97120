"""Les scénarios : des hypothèses, chacune d’un projet à un projet, et ce que la clôture y devient."""
