/** Wrong labels on purpose: experiments that tell how much a method minds them. */
package io.candor.data.noise;
