/** Whether new predictions still look like those a calibrator was fitted on. */
package io.candor.drift;
