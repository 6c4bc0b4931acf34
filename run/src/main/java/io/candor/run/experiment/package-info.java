/** Several trainings side by side: what differs between them, in numbers, pictures and words. */
package io.candor.run.experiment;
