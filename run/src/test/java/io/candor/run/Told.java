package io.candor.run;

import java.util.ArrayList;
import java.util.List;

/** Keeps what was said. */
class Told implements RunListener {

    final List<String> lines = new ArrayList<>();

    @Override
    public void say(String line) {
        lines.add(line);
    }

    @Override
    public void progress(Progress progress) {}
}
