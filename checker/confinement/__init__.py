"""What a worker may not do: files by Landlock, system calls by seccomp, processes and network by namespaces, limits.

It asks nobody; `worker` applies it before the first byte of a learner's file is read.
"""
