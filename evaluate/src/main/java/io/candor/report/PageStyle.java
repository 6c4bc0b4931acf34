package io.candor.report;

/** The style sheet that all of Candor's pages share. */
public final class PageStyle {

    private PageStyle() {}

    /** Its text: colours for light, dark and paper, type, tables. */
    public static String css() {
        return Resource.text("page.css");
    }
}
