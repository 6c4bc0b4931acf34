package io.candor.data;

import java.util.List;

/** The class names of a data set; a class index is a position in this list. */
public record Classes(List<String> names) {
    public Classes {
        names = List.copyOf(names);
    }

    public int size() {
        return names.size();
    }

    public String name(int classIndex) {
        return names.get(classIndex);
    }
}
