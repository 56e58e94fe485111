"""PDFs: HTML and CSS in, tagged PDF/UA bytes out.

`pool` spreads documents over processes, `client` talks to one of them, and `worker` runs in it.
"""

from ulss_tracker.adapters.pdf.client import PdfFailed, PdfUnavailable, missing_libraries
from ulss_tracker.adapters.pdf.fonts import cannot_show
from ulss_tracker.adapters.pdf.pool import cores, make_pdf, make_pdfs
from ulss_tracker.adapters.pdf.provenance import made_with
