"""The decision itself: rules as data, three truths, one assessment. Standard library only."""
