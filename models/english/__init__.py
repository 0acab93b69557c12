"""The project's own English pipeline: tags, morphology, lemmas, syntax and names."""
