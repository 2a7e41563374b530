"""Reports: the devlog of trainings, written from what ran."""
