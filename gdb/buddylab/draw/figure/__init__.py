"""From a scene to a file: places everything, writes DOT, has Graphviz render it. Knows nothing of lists and heaps."""
