package io.fieldgate.message;

/** Is told by a {@link JsonScanner} what it passes over. Depths count the objects and arrays around. */
interface JsonVisitor {
    /**
     * A member of the object that is open at a depth; its value follows.
     *
     * @param begin where its name begins, behind the quote
     * @param escaped whether that holds a backslash
     */
    void member(int depth, int begin, int end, boolean escaped);

    /** An element of the array that is open at a depth; its value follows. */
    void element(int depth, int element);

    /** A text, between the quotes. */
    void text(int depth, int begin, int end, boolean escaped);

    /** A number, true or false. */
    void word(int depth, int begin, int end);

    /** An object begins. */
    void object(int depth);

    /** An array begins. */
    void array(int depth);
}
