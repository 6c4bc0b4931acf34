package io.candor.export;

/** A named constant of a node. */
final class Attribute {

    // fields and types of AttributeProto
    private static final int NAME = 1;
    private static final int FLOAT = 2;
    private static final int INT = 3;
    private static final int TEXT = 4;
    private static final int TENSOR = 5;
    private static final int INTS = 8;
    private static final int TYPE = 20;

    private final Message message;

    private Attribute(Message message) {
        this.message = message;
    }

    static Attribute of(String name, long value) {
        return new Attribute(named(name).number(INT, value).number(TYPE, 2));
    }

    static Attribute of(String name, float value) {
        return new Attribute(named(name).real(FLOAT, value).number(TYPE, 1));
    }

    static Attribute of(String name, String value) {
        return new Attribute(named(name).text(TEXT, value).number(TYPE, 3));
    }

    static Attribute of(String name, Message tensor) {
        return new Attribute(named(name).message(TENSOR, tensor).number(TYPE, 4));
    }

    static Attribute of(String name, long[] values) {
        Message message = named(name);
        for (long value : values) {
            message.number(INTS, value);
        }
        return new Attribute(message.number(TYPE, 7));
    }

    private static Message named(String name) {
        return new Message().text(NAME, name);
    }

    Message message() {
        return message;
    }
}
