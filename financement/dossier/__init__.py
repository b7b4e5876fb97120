"""Le dossier : convention, opérations, plan, journal, suivi, et ce qui doit y être vrai ensemble."""
