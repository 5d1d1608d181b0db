"""rembg as a server on standard input and output: a line with a picture's path in, the cut-out written, a line out."""

import resource
import sys

from rembg import new_session, remove

session = new_session("u2netp")
print("ready", flush=True)
for line in sys.stdin:
    with open(line.strip(), "rb") as file:
        cut = remove(file.read(), session=session)
    with open(line.strip() + ".rembg.png", "wb") as file:
        file.write(cut)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
