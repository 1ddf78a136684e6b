"""Places of a page that no word stands for: ink that nothing read, handwriting."""

from markupsafe import Markup

from govah.model.page import Page
from govah.model.upright import upright
from govah.web.page_svg import PageRegion, crop_svg
from govah.web.translation import Locale
from govah.web.wording import REGION_LABEL, Words


def page_regions(page: Page, language: Locale) -> tuple[PageRegion, ...]:
    """The regions of a page as they are drawn upright, named by their order."""
    words = Words(language)
    return tuple(
        PageRegion(
            region.kind.value,
            words.of(REGION_LABEL, region.kind),
            words.region(region.kind),
            f"region-{at}",
            region.box,
        )
        for at, region in enumerate(upright(page).regions, 1)
    )


def region_crop(page: Page, picture: str | None, region: PageRegion) -> Markup | None:
    """A region's part of the page's picture; None where there is none."""
    return None if picture is None else crop_svg(page, picture, region.box, region.said)
