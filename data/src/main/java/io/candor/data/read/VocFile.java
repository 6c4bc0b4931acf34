package io.candor.data.read;

import io.candor.data.Box;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One annotation file of Pascal VOC (Everingham et al. 2010). Document types and entities are not read at all, so that a
 * file cannot make the reader open others.
 */
final class VocFile {

    private static final String OBJECT = "annotation/object";

    /** Elements within one another; annotations have 4, with parts of objects 5. */
    private static final int DEEPEST = 16;

    /** The texts that are used; a file may hold any others. */
    private static final Set<String> USED = Set.of(
            "annotation",
            "annotation/filename",
            "annotation/size/width",
            "annotation/size/height",
            OBJECT + "/name",
            OBJECT + "/difficult",
            OBJECT + "/bndbox/xmin",
            OBJECT + "/bndbox/ymin",
            OBJECT + "/bndbox/xmax",
            OBJECT + "/bndbox/ymax");

    /**
     * One object.
     *
     * @param box in pixels; NaN where the file has no number
     */
    record VocObject(String name, Box box, Difficulty difficulty, int line) {}

    /** The annotator's remark. */
    enum Difficulty {
        ORDINARY,
        DIFFICULT
    }

    private static final XMLInputFactory FACTORY = safeFactory();

    private final Path file;
    private final Map<String, String> texts = new HashMap<>(); // of the image, by path
    private final Map<String, String> object = new HashMap<>(); // of the current object, by path
    private final List<VocObject> objects = new ArrayList<>();

    private VocFile(Path file) {
        this.file = file;
    }

    /** @throws XMLStreamException when the file is not well-formed or asks for a document type */
    static VocFile read(Path file) throws IOException, XMLStreamException {
        VocFile voc = new VocFile(file);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(in);
            voc.read(reader);
            reader.close();
        }
        if (!voc.texts.containsKey("annotation")) {
            throw new XMLStreamException("the root element is not <annotation>");
        }
        return voc;
    }

    Path file() {
        return file;
    }

    List<VocObject> objects() {
        return objects;
    }

    /** The image's name as stated, or empty. */
    String fileName() {
        return texts.getOrDefault("annotation/filename", "");
    }

    /** The size as stated; 0 x 0 if it is not. */
    Size size() {
        return new Size(whole("annotation/size/width"), whole("annotation/size/height"));
    }

    private static XMLInputFactory safeFactory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private void read(XMLStreamReader reader) throws XMLStreamException {
        Deque<String> path = new ArrayDeque<>();
        int line = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("holds a document type, which annotations do not need");
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                path.addLast(reader.getLocalName());
                requireShallow(path);
                line = start(String.join("/", path), reader.getLocation().getLineNumber(), line);
            } else if (event == XMLStreamConstants.CHARACTERS) {
                text(String.join("/", path), reader.getText().strip());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (String.join("/", path).equals(OBJECT)) {
                    objects.add(object(line));
                }
                path.removeLast();
            }
        }
    }

    private static void requireShallow(Deque<String> path) throws XMLStreamException {
        if (path.size() > DEEPEST) {
            throw new XMLStreamException("more than %d elements within one another".formatted(DEEPEST));
        }
    }

    /** The line the current object starts on. */
    private int start(String path, int here, int line) {
        if (USED.contains(path)) {
            texts.putIfAbsent(path, "");
        }
        if (path.equals(OBJECT)) {
            object.clear();
            return here;
        }
        return line;
    }

    private void text(String path, String text) {
        if (!USED.contains(path)) {
            return;
        }
        if (path.startsWith(OBJECT)) {
            object.merge(path, text, String::concat);
        } else {
            texts.merge(path, text, String::concat);
        }
    }

    /** The published sets count pixels from 1 and include the last one. */
    private VocObject object(int line) {
        String box = OBJECT + "/bndbox/";
        Box corners = new Box(
                Math.max(0, number(box + "xmin") - 1),
                Math.max(0, number(box + "ymin") - 1),
                number(box + "xmax"),
                number(box + "ymax"));
        boolean difficult = object.getOrDefault(OBJECT + "/difficult", "0").equals("1");
        return new VocObject(
                object.getOrDefault(OBJECT + "/name", ""),
                corners,
                difficult ? Difficulty.DIFFICULT : Difficulty.ORDINARY,
                line);
    }

    private double number(String path) {
        try {
            return Double.parseDouble(object.getOrDefault(path, ""));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private int whole(String path) {
        try {
            return (int) Double.parseDouble(texts.getOrDefault(path, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
