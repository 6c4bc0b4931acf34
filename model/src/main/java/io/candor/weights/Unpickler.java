package io.candor.weights;

import io.candor.weights.Inert.Name;
import io.candor.weights.Inert.Storage;
import io.candor.weights.Inert.Stub;
import io.candor.weights.Inert.View;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads Python's pickle format, protocols 2 to 5, into plain Java values and {@link Inert} descriptions. Containers
 * become lists and maps, integers {@code Long} or {@code BigInteger}, None becomes null. Nothing that the file names is
 * run: the only "calls" are those that describe tensors, and a name off {@link AllowedNames} ends the reading.
 */
final class Unpickler {

    private static final int NEWEST_PROTOCOL = 5;
    private static final int MOST_MEMOS = 1_000_000;
    private static final int MOST_VALUES = 4_000_000;

    private final ByteBuffer in;
    private final Map<Integer, Object> memo = new HashMap<>();
    private final Deque<List<Object>> marks = new ArrayDeque<>();
    private List<Object> stack = new ArrayList<>();
    private int values;

    private Unpickler(byte[] pickle) {
        in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Why a pickle was not read. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean unsafe;

        Refused(boolean unsafe, String message) {
            super(message);
            this.unsafe = unsafe;
        }

        /** Whether it asks for something that weights do not need, as opposed to being damaged. */
        boolean unsafe() {
            return unsafe;
        }
    }

    /**
     * The value a pickle describes.
     *
     * @throws Refused if it is damaged, too large, or mentions a name that is not allowed
     */
    static Object read(byte[] pickle) {
        try {
            return new Unpickler(pickle).read();
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | ClassCastException
                | NumberFormatException
                | NullPointerException
                | ArithmeticException e) {
            throw damaged("it breaks off or contradicts itself (%s)".formatted(e));
        }
    }

    private static Refused damaged(String what) {
        return new Refused(false, what);
    }

    private static Refused unsafe(String what) {
        return new Refused(true, what);
    }

    private Object read() {
        while (true) {
            int code = Byte.toUnsignedInt(in.get());
            if (code == '.') {
                return pop();
            }
            step(code);
        }
    }

    private void step(int code) {
        switch (code) {
            case 0x80 -> protocol(unsigned8());
            case 0x95 -> in.getLong(); // frame length, a hint
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> toMark();
            case '2' -> push(top());
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) unsigned8());
            case 'M' -> push((long) unsigned16());
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 0x8a -> push(integer(unsigned8()));
            case 0x8b -> push(integer(in.getInt()));
            case 'X', 'T' -> push(text(in.getInt()));
            case 0x8c, 'U' -> push(text(unsigned8()));
            case 0x8d -> push(text(in.getLong()));
            case 'B' -> push(bytes(in.getInt()));
            case 'C' -> push(bytes(unsigned8()));
            case 0x8e, 0x96 -> push(bytes(in.getLong()));
            default -> container(code);
        }
    }

    private void container(int code) {
        switch (code) {
            case ']', 0x8f -> push(new ArrayList<>());
            case ')' -> push(List.of());
            case '}' -> push(new LinkedHashMap<>());
            case 'l', 't', 0x91 -> push(new ArrayList<>(toMark()));
            case 'd' -> push(putAll(new LinkedHashMap<>(), toMark()));
            case 0x85 -> push(tuple(1));
            case 0x86 -> push(tuple(2));
            case 0x87 -> push(tuple(3));
            case 'a' -> append(tuple(1));
            case 'e', 0x90 -> append(toMark());
            case 's' -> set(tuple(2));
            case 'u' -> set(toMark());
            default -> object(code);
        }
    }

    private void object(int code) {
        switch (code) {
            case 'q' -> memoize(unsigned8());
            case 'r' -> memoize(in.getInt());
            case 0x94 -> memoize(memo.size());
            case 'h' -> push(recall(unsigned8()));
            case 'j' -> push(recall(in.getInt()));
            case 'c' -> push(name(line(), line()));
            case 0x93 -> pushStackName();
            case 'R' -> pushCall();
            case 0x81 -> pushNew();
            case 'b' -> build();
            case 'Q' -> push(storage((List<?>) pop()));
            default -> throw refuse(code);
        }
    }

    /** Opcodes that no weight file of protocol 2 or later contains, among them old ways to run code. */
    private Refused refuse(int code) {
        String what = "pickle instruction 0x%02x at byte %d".formatted(code, in.position() - 1);
        return switch (code) {
            case 'i', 'o', 'P', 0x82, 0x83, 0x84, 0x92 -> unsafe(what);
            default -> damaged(what + " is unknown");
        };
    }

    private static void protocol(int version) {
        if (version > NEWEST_PROTOCOL) {
            throw damaged("it is pickle protocol %d".formatted(version));
        }
    }

    // values

    private int unsigned8() {
        return Byte.toUnsignedInt(in.get());
    }

    private int unsigned16() {
        return Short.toUnsignedInt(in.getShort());
    }

    private Object integer(int length) {
        byte[] little = bytes(length);
        byte[] big = new byte[length];
        for (int i = 0; i < length; i++) {
            big[length - 1 - i] = little[i];
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(big);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(long length) {
        if (length < 0 || length > in.remaining()) {
            throw damaged("it announces %d bytes where %d are left".formatted(length, in.remaining()));
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private String line() {
        int start = in.position();
        while (in.get() != '\n') {
            // names end with their line
        }
        return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }

    // stack

    private void push(Object value) {
        if (++values > MOST_VALUES) {
            throw damaged("it holds more than %d values".formatted(MOST_VALUES));
        }
        stack.add(value);
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    private void mark() {
        marks.push(stack);
        stack = new ArrayList<>();
    }

    private List<Object> toMark() {
        if (marks.isEmpty()) {
            throw damaged("it closes what it has not opened");
        }
        List<Object> above = stack;
        stack = marks.pop();
        return above;
    }

    private List<Object> tuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = pop();
        }
        return new ArrayList<>(Arrays.asList(items));
    }

    private void memoize(int index) {
        if (memo.size() >= MOST_MEMOS) {
            throw damaged("it remembers more than %d values".formatted(MOST_MEMOS));
        }
        memo.put(index, top());
    }

    private Object recall(int index) {
        if (!memo.containsKey(index)) {
            throw damaged("it recalls value %d before storing it".formatted(index));
        }
        return memo.get(index);
    }

    // containers

    @SuppressWarnings("unchecked") // this class fills its lists and maps with nothing but Object
    private void append(List<Object> items) {
        if (top() instanceof List<?> list) {
            ((List<Object>) list).addAll(items);
        } else if (!(top() instanceof Stub)) { // the items of a list of some special class are not needed
            throw damaged("it appends to what is no list");
        }
    }

    @SuppressWarnings("unchecked")
    private void set(List<Object> pairs) {
        if (top() instanceof Map<?, ?> map) {
            putAll((Map<Object, Object>) map, pairs);
        } else if (!(top() instanceof Stub)) {
            throw damaged("it sets items of what is no dictionary");
        }
    }

    private static Map<Object, Object> putAll(Map<Object, Object> map, List<?> pairs) {
        for (int i = 0; i < pairs.size(); i += 2) {
            Object key = pairs.get(i);
            if (key instanceof List<?> || key instanceof Map<?, ?> || key instanceof byte[]) {
                throw damaged("it uses a container as a key");
            }
            map.put(key, pairs.get(i + 1));
        }
        return map;
    }

    // names and what they are called with

    private static Name name(String module, String name) {
        Name full = new Name(module, name);
        if (!AllowedNames.contains(full)) {
            throw unsafe("the Python name " + full);
        }
        return full;
    }

    private void pushStackName() {
        String name = (String) pop();
        push(name((String) pop(), name));
    }

    private void pushNew() {
        pop(); // arguments
        Name type = (Name) pop();
        push(type.name().endsWith("Dict") ? new LinkedHashMap<>() : new Stub(type));
    }

    private void pushCall() {
        List<?> arguments = (List<?>) pop();
        push(describe((Name) pop(), arguments));
    }

    /** What a call would return, as far as reading weights needs it. */
    private static Object describe(Name callee, List<?> arguments) {
        return switch (callee.name()) {
            case "_rebuild_tensor_v2" -> view(arguments);
            case "_rebuild_parameter" -> arguments.get(0);
            case "OrderedDict" -> ordered(arguments);
            case "defaultdict", "dict" -> new LinkedHashMap<>();
            case "set", "frozenset", "list", "tuple", "Size" ->
                arguments.isEmpty() ? new ArrayList<>() : new ArrayList<>((List<?>) arguments.get(0));
            default -> new Stub(callee);
        };
    }

    private static Map<Object, Object> ordered(List<?> arguments) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : (List<?>) arguments.get(0)) {
                putAll(map, (List<?>) pair);
            }
        }
        return map;
    }

    private static View view(List<?> arguments) {
        return new View(
                (Storage) arguments.get(0), (Long) arguments.get(1), numbers((List<?>) arguments.get(2)), numbers((List<
                                ?>)
                        arguments.get(3)));
    }

    private static List<Long> numbers(List<?> list) {
        return list.stream().map(Long.class::cast).toList();
    }

    private static Storage storage(List<?> reference) {
        Name type = (Name) reference.get(1);
        return new Storage(elementType(type), (String) reference.get(2), (Long) reference.get(4));
    }

    private static TensorData.Type elementType(Name storage) {
        return switch (storage.name().toLowerCase(Locale.ROOT)) {
            case "doublestorage" -> TensorData.Type.F64;
            case "floatstorage" -> TensorData.Type.F32;
            case "halfstorage" -> TensorData.Type.F16;
            case "bfloat16storage" -> TensorData.Type.BF16;
            case "longstorage" -> TensorData.Type.I64;
            case "intstorage" -> TensorData.Type.I32;
            case "shortstorage" -> TensorData.Type.I16;
            case "charstorage" -> TensorData.Type.I8;
            case "bytestorage" -> TensorData.Type.U8;
            case "boolstorage" -> TensorData.Type.BOOL;
            default -> throw damaged("it stores numbers as " + storage);
        };
    }

    private void build() {
        Object state = pop();
        if (top() instanceof Stub stub) {
            boolean withSlots = state instanceof List<?> pair && pair.size() == 2;
            stub.state(withSlots ? ((List<?>) state).get(0) : state);
        }
    }
}
