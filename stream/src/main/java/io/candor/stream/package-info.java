/**
 * Live video: frames in, decisions out, the newest frame first. What is too late is dropped and counted, never queued.
 * Frames flow {@link io.candor.stream.FrameSource} to {@link io.candor.stream.LiveStream} to
 * {@link io.candor.stream.Outlet}s.
 */
package io.candor.stream;
