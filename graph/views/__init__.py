"""Pictures: a network in, a page out. Views never see a store; they draw what they are handed."""
