package io.candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ScopeTest {

    private static Tensor one() {
        return Tensors.of(new float[] {1}, 1);
    }

    @Test
    void a_tensor_dies_with_the_scope_it_was_made_in() {
        Tensor made;
        try (Scope scope = Scope.open()) {
            made = one();
            assertThat(made.isNull()).isFalse();
        }
        assertThat(made.isNull()).isTrue();
    }

    @Test
    void what_is_handed_out_lives_in_the_enclosing_scope() {
        Tensor handedOut;
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                handedOut = inner.handOut(one());
            }
            assertThat(Tensors.item(handedOut)).isEqualTo(1);
        }
        assertThat(handedOut.isNull()).isTrue();
    }

    @Test
    void handing_out_from_the_outermost_scope_makes_the_caller_the_owner() {
        Tensor handedOut;
        try (Scope scope = Scope.open()) {
            handedOut = scope.handOut(one());
        }
        assertThat(Tensors.item(handedOut)).isEqualTo(1);
        handedOut.close();
        assertThat(handedOut.isNull()).isTrue();
    }

    @Test
    void tidy_frees_the_intermediates_and_keeps_the_result() {
        try (Scope scope = Scope.open()) {
            Tensor two = one();
            long before = Pointer.totalCount();
            Tensor result = Scope.tidy(() -> Tensors.scale(Tensors.scale(two, 3, 1), 2, 0));
            assertThat(Pointer.totalCount() - before).isEqualTo(1);
            assertThat(Tensors.item(result)).isEqualTo(8);
        }
    }

    @Test
    void tidy_outside_any_scope_hands_the_result_to_the_caller() {
        Tensor result = Scope.tidy(() -> Tensors.scale(one(), 3, 1));
        assertThat(Tensors.item(result)).isEqualTo(4);
        result.close();
    }

    @Test
    void two_values_are_put_by_a_constructor_or_by_index_never_by_put_of_two() {
        try (LongPointer sizes = new LongPointer(3)) { // the number of elements, not a value
            assertThat(sizes.capacity()).isEqualTo(3);
            sizes.put(0, 7).put(2, 2); // index 2, value 2
            assertThat(sizes.get(0)).isEqualTo(7);
            assertThat(sizes.get(2)).isEqualTo(2);
        }
        try (LongPointer sizes = new LongPointer(3, 3)) { // two values
            assertThat(sizes.capacity()).isEqualTo(2);
        }
    }

    @Test
    void what_is_kept_survives_every_open_scope_and_is_closed_by_hand() {
        Tensor weight;
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                weight = Scope.keep(one());
            }
            assertThat(weight.isNull()).isFalse();
        }
        assertThat(Tensors.item(weight)).isEqualTo(1);
        weight.close();
    }

    @Test
    void keeping_works_from_a_scope_further_in_than_the_one_that_made_it() {
        Tensor weight;
        try (Scope outer = Scope.open()) {
            weight = one();
            try (Scope inner = Scope.open()) {
                Scope.keep(weight);
            }
        }
        assertThat(Tensors.item(weight)).isEqualTo(1);
        weight.close();
    }

    @Test
    void keeping_outside_any_scope_changes_nothing() {
        Tensor weight = Scope.keep(one());
        assertThat(Tensors.item(weight)).isEqualTo(1);
        weight.close();
        assertThat(weight.isNull()).isTrue();
    }

    @Test
    void handing_out_a_parameter_never_frees_the_parameter() {
        Tensor parameter = Scope.keep(one());
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                inner.handOut(parameter);
            }
        }
        assertThat(Tensors.item(parameter)).isEqualTo(1);
        parameter.close();
    }

    @Test
    void a_list_filled_inside_a_scope_holds_dead_tensors_after_it() {
        List<Tensor> list = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            list.add(one());
        }
        Tensor dead = list.get(0);
        assertThat(dead.isNull()).isTrue();
        assertThatThrownBy(dead::item_double).isInstanceOf(NullPointerException.class);
    }

    @Test
    void another_thread_hands_out_and_this_one_adopts() {
        Tensor adopted;
        try (Scope scope = Scope.open()) {
            Tensor handedOut = CompletableFuture.supplyAsync(() -> {
                        try (Scope theirs = Scope.open()) {
                            return theirs.handOut(one());
                        }
                    })
                    .join();
            adopted = scope.adopt(handedOut);
            assertThat(Tensors.item(adopted)).isEqualTo(1);
        }
        assertThat(adopted.isNull()).isTrue();
    }

    @Test
    void an_exception_in_tidy_leaves_no_scope_open_and_nothing_alive() {
        long before = Pointer.totalCount();
        assertThatThrownBy(() -> Scope.tidy(() -> {
                    one();
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }
}
