"""What a page token may be where nobody has a page to go on from: none. Any other text is refused, as it is sealed."""

from hypothesis import strategies as st
import schemathesis

schemathesis.openapi.format("page-token", st.just(""))
