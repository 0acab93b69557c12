"""What the fork server loads once, so that its workers start with it: modules and no state."""

import spacy  # noqa: F401

import analyzer.batch.work
import analyzer.pipeline
import analyzer.rules  # noqa: F401
