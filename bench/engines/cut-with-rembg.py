"""rembg as a server on standard input and output: a line with a picture's path in, the cut-out written, a line out.

A path behind "matting " is cut out with alpha_matting."""

import resource
import sys

from rembg import new_session, remove

session = new_session("u2netp")
print("ready", flush=True)
for line in sys.stdin:
    path = line.strip().removeprefix("matting ")
    with open(path, "rb") as file:
        picture = file.read()
    try:
        cut = remove(picture, session=session, alpha_matting=path != line.strip())
    except Exception:
        # Its solver gives up on some pictures: what it then has is the cut-out without.
        cut = remove(picture, session=session)
    with open(path + ".rembg.png", "wb") as file:
        file.write(cut)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
