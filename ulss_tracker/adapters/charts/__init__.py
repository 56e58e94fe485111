"""Charts as SVG pictures, drawn by pygal and made safe to show on any page.

A picture stands at an address of its own and is shown by `<img>`. It holds no script and no style
sheet, which the content security policy would refuse where somebody opens it by itself: colours and
sizes are attributes. It says in itself what it shows, and the same chart is the same bytes.
"""

from ulss_tracker.adapters.charts.drawing import drawn
from ulss_tracker.adapters.charts.values import MOST_SERIES, Chart, Series, Shape

MEDIA_TYPE = "image/svg+xml"
