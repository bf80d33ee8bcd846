"""Plays the pool: who comes takes one that is back, or a new one."""


def size_from(samples):

    connections = []
    for taken, back in sorted(samples):
        for number, until in enumerate(connections):
            if until <= taken:
                connections[number] = back
                break
        else:
            connections.append(back)
    return len(connections)
